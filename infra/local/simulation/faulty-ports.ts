import { PipelineFailure } from '#shared/domain/failures.ts';
import type { LocalPorts } from '../local-ports.ts';
import type { Fault, FaultPlan } from './fault-plan.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

interface FaultyPortsOptions {
  readonly time: VirtualTime;
  readonly plan: FaultPlan;
  readonly process: SimulatedProcess;
}

/** Ports that wait for something outside the process. The others compute. */
const FAULTY = [
  'store',
  'artifacts',
  'ledger',
  'index',
  'queue',
  'executions',
  'orchestrator',
  'slots',
  'embedder',
  'types',
  'extractor',
] as const satisfies readonly (keyof LocalPorts)[];

/** The ports of one process, with every call a turn of the schedule, to which the plan may do something. */
export function faultyPorts(ports: LocalPorts, options: FaultyPortsOptions): LocalPorts {
  const changed = FAULTY.map((name) => [name, faultyPort(name, ports[name], options)]);
  const clock = options.time.clock('pause', options.process.isAlive);
  return { ...ports, ...Object.fromEntries(changed), clock };
}

function faultyPort<Port extends object>(name: string, port: Port, options: FaultyPortsOptions): Port {
  return new Proxy(port, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      // Every method of these ports answers with a promise: that is what makes them ports.
      return (...parameters: unknown[]) =>
        suffer(`${name}.${String(property)}`, async () => value.apply(target, parameters), options);
    },
  });
}

/** One call, with what the plan does to it. */
async function suffer(
  name: string,
  work: () => Promise<unknown>,
  { time, plan, process }: FaultyPortsOptions,
): Promise<unknown> {
  if (!process.isAlive()) return process.buried;
  const fault = plan.faultOf(name);
  if (fault.kind === 'delay') await time.clock(name, process.isAlive).sleep(fault.milliseconds);
  const label = fault.kind === 'none' || fault.kind === 'delay' ? name : `${name} (${fault.kind})`;
  const outcome = await Promise.race([
    time.turn(label, () => inflict(fault, work, process), process.isAlive),
    process.buried,
  ]);
  return process.isAlive() ? outcome : process.buried; // Nobody is there to be answered.
}

async function inflict(fault: Fault, work: () => Promise<unknown>, process: SimulatedProcess): Promise<unknown> {
  switch (fault.kind) {
    case 'error-before':
      throw unavailable();
    case 'error-after':
      await work();
      throw unavailable();
    case 'throttled': {
      const { retryAfterSeconds } = fault;
      throw new PipelineFailure('ModelThrottled', 'injected', { details: { retryAfterSeconds } });
    }
    case 'twice':
      await work();
      return work();
    case 'crash-before':
      return process.kill();
    case 'crash-after':
      await work();
      return process.kill();
    default:
      return work();
  }
}

function unavailable(): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', 'injected');
}
