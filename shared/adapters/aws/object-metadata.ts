import type { ObjectAttributes } from '../../ports/document-store.ts';

/** Metadata of an object that narrows who may read it; S3 stores it as `x-amz-meta-affidavit-acl`. */
const ACCESS = 'affidavit-acl';

/** Stands before the name of what a document is filtered by, as in `x-amz-meta-affidavit-meta-department`. */
const FILTERED = 'affidavit-meta-';

/** A value that holds more than ASCII, as S3 gives it back. Source: RFC 2047, "encoded words", and S3 user guide, "User-defined object metadata". */
const ENCODED = /=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi;

/** What S3 is to keep with an object. */
export function objectMetadataOf({ access, metadata = {} }: ObjectAttributes): Record<string, string> {
  return {
    ...(access !== undefined && { [ACCESS]: access }),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${FILTERED}${name}`, encoded(value)])),
  };
}

/** What S3 kept with an object, as far as it is ours. */
export function attributesOf(kept: Readonly<Record<string, string>> = {}): ObjectAttributes {
  const filtered = Object.entries(kept).filter(([name]) => name.startsWith(FILTERED));
  const metadata = filtered.map(([name, value]) => [name.slice(FILTERED.length), decoded(value)] as const);
  return { access: kept[ACCESS], ...(filtered.length > 0 && { metadata: Object.fromEntries(metadata) }) };
}

/** Headers hold ASCII alone. */
function encoded(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

function decoded(value: string): string {
  return value.replaceAll(ENCODED, (_whole, form: string, text: string) =>
    (form.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedBytes(text)).toString('utf8'),
  );
}

/** Source: RFC 2047, section 4.2: `_` is a space, `=` and two digits a byte. */
function quotedBytes(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
