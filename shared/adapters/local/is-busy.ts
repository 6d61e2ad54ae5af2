/** Source: https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** Whether SQLite failed because another connection has what was wanted, and not because a file is damaged. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
