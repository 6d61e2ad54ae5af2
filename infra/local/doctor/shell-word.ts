/** A path as one word of a command that is copied into a shell: a blank in it must not make two paths of it. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
