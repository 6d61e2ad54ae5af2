import { onTestFinished } from 'vitest';
import { folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { documentStoreSuite } from './suites/document-store-suite.ts';

documentStoreSuite({
  name: 'local: folder',
  create: () => {
    const uploads = uploadForms({
      url: () => 'http://127.0.0.1:8787/uploads',
      secret: new Uint8Array(32),
      clock: manualClock(),
    });
    const store = folderDocumentStore({ root: temporaryFolder(), bucket: 'documents', onChange: () => {}, uploads });
    onTestFinished(() => store.close());
    return store;
  },
});
