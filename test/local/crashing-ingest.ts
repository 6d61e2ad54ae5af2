import type { LocalPorts } from '#infra/local/local-ports.ts';
import { ingestFolder } from './ingest-folder.ts';

// A process of its own: ingests a folder and kills itself at the given side effect, before it (even) or after it (odd).
// Prints how many moments there were when it lives to the end.
const [home = '', folder = '', killAt = '-1'] = process.argv.slice(2);

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

let moments = 0;

function moment(): void {
  if (moments === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  moments += 1;
}

/** The port with `moment` called before and after each of its side effects. */
function watched<Port extends object>(port: Port, methods: readonly string[]): Port {
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

await ingestFolder(home, folder, {
  decorate: (ports) => {
    const changed = Object.entries(SIDE_EFFECTS).map(([name, methods]) => [
      name,
      watched(ports[name as keyof LocalPorts] as object, methods),
    ]);
    return { ...ports, ...Object.fromEntries(changed) };
  },
});
process.stdout.write(String(moments));
