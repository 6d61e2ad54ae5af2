import { type Grant, on, onObjects, type Statement } from './access.ts';
import type { Platform } from './platform.ts';

/** What every key of a document begins with. Source: the layout of object keys in shared/domain/identity.ts. */
const DOCUMENTS = 'tenants';

const PUT = 's3:PutObject';
/** Source: S3 API reference, "DeleteObjects": a request that names versions needs the right to delete objects as well. */
const REMOVE = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

/** Reads a version of a document whose key and version it was told. */
export const readsDocuments: Grant = ({ settings, data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName, MAX_DOCUMENT_BYTES: String(settings.maxDocumentBytes) },
  statements: [
    onObjects(data.documentBucketArn, DOCUMENTS, 's3:GetObjectVersion'),
    on(data.documentBucketArn, undefined, 's3:ListBucket'), // Without it S3 calls a missing version forbidden.
    on(data.documentKeyArn, undefined, 'kms:Decrypt'),
  ],
});

/** Sends events about documents, whose bucket they name. */
export const namesDocuments: Grant = ({ data }) => ({ settings: { DOCUMENT_BUCKET: data.documentBucketName } });

/** Asks what a key holds now. */
export const looksAtDocuments: Grant = ({ data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName },
  statements: [
    onObjects(data.documentBucketArn, DOCUMENTS, 's3:GetObject'),
    on(data.documentBucketArn, undefined, 's3:ListBucket'), // Without it S3 calls a missing key forbidden.
    on(data.documentKeyArn, undefined, 'kms:Decrypt'),
  ],
});

/** Signs uploads, which then count as its own. */
export const signsUploads: Grant = (platform) => ({
  settings: {
    DOCUMENT_BUCKET: platform.data.documentBucketName,
    MAX_DOCUMENT_BYTES: String(platform.settings.maxDocumentBytes),
  },
  statements: [onDocuments(platform, DOCUMENTS, PUT), encrypts(platform)],
});

/** Removes every version and marker of a key. */
export const removesDocuments: Grant = (platform) => ({
  settings: { DOCUMENT_BUCKET: platform.data.documentBucketName },
  statements: [onDocuments(platform, DOCUMENTS, ...REMOVE), listsVersions(platform)],
});

/** Puts documents of one tenant into the bucket, and removes every version of them. */
export function putsDocumentsOf(tenantId: string): Grant {
  return (platform) => ({
    settings: { DOCUMENT_BUCKET: platform.data.documentBucketName },
    statements: [
      onDocuments(platform, `${DOCUMENTS}/${tenantId}`, PUT, ...REMOVE),
      listsVersions(platform),
      encrypts(platform),
    ],
  });
}

/** Reads documents as a service does that is given their keys, with the rights of whoever calls it. */
export function lendsDocuments(platform: Platform): Statement {
  return onDocuments(platform, DOCUMENTS, 's3:GetObject');
}

function onDocuments({ data }: Platform, prefix: string, ...actions: readonly string[]): Statement {
  return onObjects(data.documentBucketArn, prefix, ...actions);
}

function listsVersions({ data }: Platform): Statement {
  return on(data.documentBucketArn, undefined, 's3:ListBucketVersions');
}

function encrypts({ data }: Platform): Statement {
  return on(data.documentKeyArn, undefined, 'kms:GenerateDataKey');
}
