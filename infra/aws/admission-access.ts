import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import type { ServiceFunction } from '#shared/contracts/steps.ts';
import type { Access } from './access.ts';
import { looksAtDocuments, namesDocuments } from './document-access.ts';
import { asksAboutExecutions, startsExecutions } from './execution-access.ts';
import {
  derivesKeys,
  knowsChunking,
  listsByStatus,
  readsArtifacts,
  removesArtifacts,
  usesLedger,
  writesArtifacts,
  writesIndex,
} from './function-access.ts';
import type { Platform } from './platform.ts';

/** What leads from an event, or from its absence, to an execution. */
export type AdmissionFunction = Extract<ServiceFunction, 'route' | 'admit' | 'dispatch' | 'reconcile' | 'redrive'>;

/** What each does besides sending to the queue of admission, which the construct of that queue allows. */
const ACCESS: Readonly<Record<AdmissionFunction, readonly ((platform: Platform) => Access)[]>> = {
  route: [],
  admit: [
    usesLedger('GetItem', 'PutItem', 'DeleteItem', 'Query'),
    startsExecutions,
    looksAtDocuments,
    removesArtifacts('pages'),
    derivesKeys,
    knowsChunking,
    writesIndex,
  ],
  dispatch: [usesLedger('GetItem', 'PutItem', 'DeleteItem', 'Query'), startsExecutions, asksAboutExecutions],
  reconcile: [
    usesLedger('GetItem', 'BatchGetItem', 'Query'),
    looksAtDocuments,
    asksAboutExecutions,
    readsArtifacts('state'),
    writesArtifacts('state'),
    removesArtifacts('raw', 'work', 'pages', 'state'),
    derivesKeys,
    knowsChunking,
    writesIndex,
  ],
  redrive: [
    usesLedger('GetItem', 'BatchGetItem', 'PutItem'),
    listsByStatus(LEDGER_TABLE.statusIndex.name),
    namesDocuments,
    derivesKeys,
  ],
};

export function admissionAccess(name: AdmissionFunction, platform: Platform): readonly Access[] {
  return ACCESS[name].map((grant) => grant(platform));
}
