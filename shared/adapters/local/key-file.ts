import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PipelineFailure } from '../../domain/failures.ts';

/** Bytes of a master key: the key length of AES-256 and of HMAC-SHA-256's full strength. */
const MASTER_KEY_BYTES = 32;

/** Mode bits by which anybody but the owner could read, write or run a file. */
const OTHERS = 0o077;

/**
 * The master key from which the keys of tenants are made; a new one on first use.
 *
 * @throws PipelineFailure `KeyFileExposed` when others can read it, `DependencyUnavailable` when it is no key.
 */
export function keyFile(path: string): Uint8Array {
  const key = readSecretFile(path, () => randomBytes(MASTER_KEY_BYTES));
  if (key.length === MASTER_KEY_BYTES) return key;
  throw new PipelineFailure('DependencyUnavailable', 'the key file does not hold a key', {
    details: { bytes: key.length },
  });
}

/**
 * A file that only its owner reads. Of several processes that create it at once, all get what the first one wrote.
 *
 * @throws PipelineFailure `KeyFileExposed` or `DependencyUnavailable`.
 */
export function readSecretFile(path: string, create: () => Uint8Array): Uint8Array {
  try {
    if (!existsSync(path)) createSecretFile(path, create());
    if ((statSync(path).mode & OTHERS) === 0) return readFileSync(path);
  } catch (cause) {
    throw new PipelineFailure('DependencyUnavailable', 'the key file cannot be used', { cause });
  }
  throw new PipelineFailure('KeyFileExposed', 'others can read the key file');
}

/** Writes elsewhere first and then links, which fails when the name is taken: so no half-written key is ever read. */
function createSecretFile(path: string, secret: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const incoming = `${path}.${process.pid}-${randomBytes(8).toString('hex')}`;
  const descriptor = openSync(incoming, 'wx', 0o600);
  try {
    chmodSync(incoming, 0o600); // Whatever the user's umask takes away or leaves.
    writeSync(descriptor, secret);
    fsyncSync(descriptor);
    linkSync(incoming, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    closeSync(descriptor);
    unlinkSync(incoming);
  }
}
