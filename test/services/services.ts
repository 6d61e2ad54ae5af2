import { OPEN_SEARCH_VERSION } from './open-search-home.ts';
import type { RunningServer } from './running-server.ts';
import { DYNAMO_DB_VERSION, startDynamoDb } from './start-dynamo-db.ts';
import { startOpenSearch } from './start-open-search.ts';
import { S3_MOCK_VERSION, startS3Mock } from './start-s3-mock.ts';

interface Service {
  /** As it is named to a reader, with its version. */
  readonly title: string;
  readonly start: () => Promise<RunningServer>;
}

/** The real servers that adapters are tested against. */
export const SERVICES = {
  openSearch: { title: `OpenSearch ${OPEN_SEARCH_VERSION}`, start: startOpenSearch },
  dynamoDb: { title: `DynamoDB Local ${DYNAMO_DB_VERSION}`, start: startDynamoDb },
  s3Mock: { title: `S3Mock ${S3_MOCK_VERSION}`, start: startS3Mock },
} as const satisfies Readonly<Record<string, Service>>;

export type ServiceName = keyof typeof SERVICES;

/** Addresses of those that run. */
export type Endpoints = Readonly<Partial<Record<ServiceName, string>>>;
