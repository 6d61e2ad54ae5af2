import { storedZip } from '#shared/adapters/portable/extraction/stored-zip.ts';

interface MoreOfIt {
  /** What stands before the root of the body. */
  readonly prologue?: string;
  /** Further parts by their names. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** A package with just the parts that a reader of Word files needs. */
export function bareWordFile(body: string, { prologue = '', parts = {} }: MoreOfIt = {}): Uint8Array {
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const older =
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"';
  const others = 'm dgm c r'.split(' ').map((prefix) => `xmlns:${prefix}="urn:${prefix}"`);
  const all = {
    '[Content_Types].xml': `<Types xmlns="${types}"><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r" Type="${office}" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${prologue}<w:document xmlns:w="${word}" ${older} ${others.join(' ')}><w:body>${body}</w:body></w:document>`,
    ...parts,
  };
  return storedZip(new Map(Object.entries(all).map(([name, xml]) => [name, Buffer.from(xml)])));
}
