import type { LocalPorts } from '#infra/local/local-ports.ts';

/** What changes something outside the process, by port. */
const SIDE_EFFECTS: Readonly<Partial<Record<keyof LocalPorts, readonly string[]>>> = {
  store: ['write', 'remove'],
  artifacts: ['write', 'removeUnder'],
  ledger: ['writeDocument', 'recordStep', 'writeCollection'],
  index: ['write', 'setAccess', 'removeAttempt', 'removeDocument'],
  queue: ['send', 'acknowledge', 'release'],
  executions: ['start', 'finish'],
  orchestrator: ['start'],
  slots: ['enqueue', 'started', 'release'],
};

/** The ports with `moment` called before and after each of their side effects. */
export function watchSideEffects(ports: LocalPorts, moment: () => void): LocalPorts {
  const changed = Object.entries(SIDE_EFFECTS).map(([name, methods]) => [
    name,
    watched(ports[name as keyof LocalPorts] as object, methods, moment), // The names are those of ports.
  ]);
  return { ...ports, ...Object.fromEntries(changed) };
}

function watched<Port extends object>(port: Port, methods: readonly string[], moment: () => void): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || !methods.includes(String(name))) return value;
      return async (...parameters: unknown[]) => {
        moment();
        const result: unknown = await value.apply(target, parameters);
        moment();
        return result;
      };
    },
  });
}
