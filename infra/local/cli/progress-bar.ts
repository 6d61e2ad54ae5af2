import type { CliContext } from './cli-context.ts';

export interface ProgressBar {
  update(done: number): void;
  end(): void;
}

/** Width of the bar in characters. */
const WIDTH = 30;

/** A bar on standard error; without a terminal, a line whenever another tenth is done. */
export function progressBar(total: number, { isTerminal, note }: Pick<CliContext, 'isTerminal' | 'note'>): ProgressBar {
  let shownTenths = -1;
  const drawn = (done: number) => {
    const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
    return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${total}`;
  };
  return {
    update: (done) => {
      if (isTerminal) {
        process.stderr.write(`\r${drawn(done)}`);
        return;
      }
      const tenths = total === 0 ? 10 : Math.floor((done / total) * 10);
      if (tenths > shownTenths) note(`${done} of ${total}`);
      shownTenths = Math.max(shownTenths, tenths);
    },
    end: () => {
      if (isTerminal) process.stderr.write('\n');
    },
  };
}
