import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Failure } from '../lib/failure.ts';
import type { Config } from './settings.ts';

/** The certificate and key that the settings name; undefined where they name none. Throws CERTIFICATE_UNREADABLE. */
export function readCertificate({ tlsCertificate, tlsKey }: Pick<Config, 'tlsCertificate' | 'tlsKey'>) {
  if (tlsCertificate === '') return undefined;
  try {
    const [certificate, key] = [readFileSync(tlsCertificate, 'utf8'), readFileSync(tlsKey, 'utf8')];
    createSecureContext({ cert: certificate, key });
    return { certificate, key };
  } catch (error) {
    throw new Failure('CERTIFICATE_UNREADABLE', `${tlsCertificate}, ${tlsKey}`, { cause: error });
  }
}
