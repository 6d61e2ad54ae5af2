/** Ports of which every asynchronous call is announced, by its number from 1, before it is made. */
export function countedPorts<Ports extends Readonly<Record<string, unknown>>>(
  ports: Ports,
  onCall: (number: number) => void,
): Ports {
  let calls = 0;
  const counted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(counted);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, typeof member === 'function' ? announced(member) : member]),
    );
  };
  const announced =
    (method: (...given: unknown[]) => unknown) =>
    (...given: unknown[]) => {
      // What takes a signal, last as everywhere, is a call that may fail or be given up.
      if (!(given.at(-1) instanceof AbortSignal)) return method(...given);
      calls += 1;
      onCall(calls);
      return method(...given);
    };
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, counted(port)])) as Ports; // The same.
}
