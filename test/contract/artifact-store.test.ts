import { folderArtifactStore } from '#shared/adapters/local/folder-artifact-store.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { artifactStoreSuite } from './suites/artifact-store-suite.ts';

artifactStoreSuite({ name: 'double: memory', create: memoryArtifactStore });
artifactStoreSuite({
  name: 'local: folder',
  create: () => folderArtifactStore({ root: temporaryFolder(), keys: simpleKeys() }),
});
