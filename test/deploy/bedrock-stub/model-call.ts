/** A call of a model before it is answered. */
export interface ModelCall {
  /** All text that the model would read. */
  readonly input: string;
  /** Tokens that it may write. */
  readonly maxTokens: number;
  answer(): Promise<ModelAnswer>;
}

export interface ModelAnswer {
  readonly body: object;
  readonly outputTokens: number;
}

/** An error as the service gives it: a name in a header and a status. */
export class ServiceFault extends Error {
  readonly status: number;

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export function validationFault(message: string): ServiceFault {
  return new ServiceFault('ValidationException', 400, message);
}

export function throttlingFault(): ServiceFault {
  return new ServiceFault('ThrottlingException', 429, 'Too many tokens, please wait before trying again.');
}
