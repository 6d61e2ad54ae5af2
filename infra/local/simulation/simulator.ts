import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSecretFile } from '#shared/adapters/local/key-file.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { stubbedModels } from '../benchmark/stubbed-models.ts';
import { localExtraction } from '../local-extraction.ts';
import { MODEL_FILES } from '../local-models.ts';
import { type LocalPorts, openLocalPorts, type PortOverrides } from '../local-ports.ts';
import type { PipelineTemplate } from '../state-machine.ts';
import { type Outcome, playScenario, type Stage } from './play-scenario.ts';
import { randomScenario, type Scenario } from './scenario.ts';
import { SIMULATED_RULE } from './simulated-bucket.ts';
import { type StateSnapshot, stateSnapshot } from './state-snapshot.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** How one run ended. The same seed gives the same result. */
export interface SimulationResult extends Outcome {
  readonly seed: number;
  readonly state: StateSnapshot;
  /** What happened, a line each, when it was asked for. */
  readonly transcript: readonly string[];
}

export interface SimulationOptions extends Pick<Stage, 'decorate'> {
  readonly withTranscript?: boolean;
  /** In place of one drawn from the seed. */
  readonly scenario?: Scenario;
  /** Puts other state in place of the folder's, which every process then shares: for tests against real servers. */
  readonly onServices?: (ports: LocalPorts) => LocalPorts;
}

export interface Simulator {
  run(seed: number, options?: SimulationOptions): Promise<SimulationResult>;
  close(): Promise<void>;
}

/** Of a master key. */
const KEY_BYTES = 32;

/** Every run starts at this moment. */
const START = Date.UTC(2026, 0, 1);

/** Longest that reading a file may take, of real time: a busy machine must not change what a seed shows. */
const READING_SECONDS = 600;

/** Runs the whole product, but for its models, through scenarios in virtual time. */
export async function simulator(template: PipelineTemplate): Promise<Simulator> {
  // State in memory where the system has such a folder: what is simulated are crashes of the process, not of the disk.
  const root = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'affidavit-simulation-'));
  const shared = {
    template,
    tokens: wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
    extraction: localExtraction({ deadlineSeconds: () => READING_SECONDS }),
  };
  return {
    run: async (seed, options = {}) => {
      const home = await mkdtemp(path.join(root, 'run-'));
      const random = seededRandom(seed);
      const transcript: string[] = [];
      const onTurn = (label: string, now: number) => transcript.push(`${stamp(now)}  ${label}`);
      const time = virtualTime({ start: START, random, ...(options.withTranscript && { onTurn }) });
      const base = await openBase(home, time, { ...shared, decorate: options.onServices });
      try {
        const scenario = options.scenario ?? randomScenario(random);
        const outcome = await playScenario(scenario, { base, time, random, ...shared, ...options });
        return { seed, transcript, state: await stateSnapshot(home, base), ...outcome };
      } finally {
        await base.close();
        await rm(home, { recursive: true, force: true });
      }
    },
    close: async () => {
      await shared.extraction.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface Shared extends Pick<PortOverrides, 'tokens' | 'extraction'> {
  readonly decorate: PortOverrides['decorate'] | undefined;
}

async function openBase(
  home: string,
  time: VirtualTime,
  { tokens, extraction, decorate }: Shared,
): Promise<LocalPorts> {
  readSecretFile(path.join(home, 'keys', 'master'), () => new Uint8Array(KEY_BYTES)); // So that runs can be compared.
  const clock = time.clock('base');
  const { embedder, finder } = stubbedModels({ clock: { sleep: async () => undefined } });
  const overrides = {
    clock,
    embedder,
    finders: [finder],
    ...(tokens && { tokens }),
    ...(extraction && { extraction }),
    ...(decorate && { decorate }),
  };
  const base = await openLocalPorts({ home, settings: LocalSettings.parse({ AFFIDAVIT_HOME: home }), overrides });
  await base.prepareIndex();
  await base.ledger.writeCollection(SIMULATED_RULE);
  return base;
}

function stamp(now: number): string {
  return `+${((now - START) / 1_000).toFixed(1)} s`.padStart(12);
}
