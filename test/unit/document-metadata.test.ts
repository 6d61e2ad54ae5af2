import { describe, expect, it } from 'vitest';
import { attributesOf, objectMetadataOf } from '#shared/adapters/aws/object-metadata.ts';
import { assertMetadata, keptMetadata } from '#shared/domain/document-metadata.ts';

const digest = (field: string, text: string) => `${field.length}.${text.length}`;

describe('keptMetadata', () => {
  it('keeps numbers and dates as keys that sort, and of text a digest alone', () => {
    const { keys, date } = keptMetadata({ team: 'Ana Ruiz', year: '2026', due: '2026-03-01' }, digest);

    expect(keys).toEqual(['meta.due=d:2026-03-01T00:00:00.000Z', 'meta.team=t:9.8', 'meta.year=n:c09fa80000000000']);
    expect(date).toBeUndefined();
  });

  it('takes the metadata `date` for the date of the document', () => {
    expect(keptMetadata({ date: '2024-05-06' }, digest)).toEqual({
      keys: ['meta.date=d:2024-05-06T00:00:00.000Z'],
      date: '2024-05-06T00:00:00.000Z',
    });
  });

  it.each([
    ['seventeen names', Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`n${at}`, 'x']))],
    ['a name with capitals', { Team: 'hr' }],
    ['a name without letters', { '1': 'hr' }],
    ['a name that is too long', { ['n'.repeat(33)]: 'hr' }],
    ['an empty value', { team: ' ' }],
    ['a value that is too long', { team: 'x'.repeat(257) }],
    ['a date that is none', { date: 'last week' }],
  ])('refuses %s, and repeats none of it', (_what, metadata) => {
    expect(() => assertMetadata(metadata)).toThrow(expect.objectContaining({ name: 'MetadataInvalid' }));
    expect(() => assertMetadata(metadata)).not.toThrow(/hr|last week/);
  });

  it('takes sixteen, of 256 characters', () => {
    const most = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`n${at}`, 'x'.repeat(256)]));

    expect(() => assertMetadata(most)).not.toThrow();
  });
});

describe('metadata of an object in S3', () => {
  it.each(['hr', 'Zürich', '東京 and more', '=?not encoded', ''])('gives %j back as it was written', (value) => {
    const written = objectMetadataOf({ access: 'group:hr', metadata: { team: value } });

    expect(Object.values(written).join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(attributesOf(written)).toEqual({ access: 'group:hr', metadata: { team: value } });
  });

  it('reads both encodings by which S3 tells of letters beyond ASCII', () => {
    const kept = {
      'affidavit-meta-a': '=?UTF-8?Q?Z=C3=BCrich_West?=',
      'affidavit-meta-b': '=?utf-8?b?WsO8?= =?UTF-8?B?cmljaA==?=',
    };

    expect(attributesOf(kept).metadata).toEqual({ a: 'Zürich West', b: 'Zürich' });
  });

  it('passes over what is not ours, and knows no metadata where there is none', () => {
    expect(attributesOf({ uploader: 'x' })).toEqual({});
    expect(attributesOf()).toEqual({});
    expect(objectMetadataOf({})).toEqual({});
  });
});
