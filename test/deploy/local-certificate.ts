import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { PipelineFailure } from '#shared/domain/failures.ts';

/** A certificate for 127.0.0.1 that vouches for itself. Functions trust it by `NODE_EXTRA_CA_CERTS`. */
export interface LocalCertificate {
  readonly file: string;
  readonly keyFile: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Makes this process trust it besides all others that it trusts. */
export function trustCertificate({ cert }: LocalCertificate): void {
  setDefaultCACertificates([...getCACertificates(), cert.toString()]);
}

/**
 * Makes a certificate in `folder`, good for a day, with the machine's openssl.
 *
 * @throws PipelineFailure `DependencyUnavailable`, `openssl not found`.
 */
export async function localCertificate(folder: string): Promise<LocalCertificate> {
  const [file, keyFile] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  try {
    await promisify(execFile)('openssl', ['req', ...kind, ...subject, '-keyout', keyFile, '-out', file]);
  } catch {
    throw new PipelineFailure('DependencyUnavailable', 'openssl not found');
  }
  return { file, keyFile, cert: await readFile(file), key: await readFile(keyFile) };
}
