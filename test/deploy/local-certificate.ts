import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { MissingServer } from './install-mini-stack.ts';

/** A certificate for 127.0.0.1 that vouches for itself. Functions trust it by `NODE_EXTRA_CA_CERTS`. */
export interface LocalCertificate {
  readonly file: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Makes a certificate in `folder`, good for a day, with the machine's openssl. */
export async function localCertificate(folder: string): Promise<LocalCertificate | MissingServer> {
  const [file, keyFile] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  try {
    await promisify(execFile)('openssl', ['req', ...kind, ...subject, '-keyout', keyFile, '-out', file]);
  } catch {
    return { missing: 'openssl not found' };
  }
  return { file, cert: await readFile(file), key: await readFile(keyFile) };
}
