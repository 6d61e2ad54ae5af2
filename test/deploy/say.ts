/** Puts lines into the run's output, whatever becomes of the test that says them. */
export function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
