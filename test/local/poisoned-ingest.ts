import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { ingestFolder } from './ingest-folder.ts';

// A process of its own: ingests a folder, and dies of whichever document holds the word.
const [home = '', folder = '', word = ''] = process.argv.slice(2);

const embedder = hashedWordsEmbedder();

await ingestFolder(home, folder, {
  embedder: {
    ...embedder,
    embed: async (texts, purpose, signal) => {
      if (texts.some((text) => text.includes(word))) process.kill(process.pid, 'SIGKILL');
      return embedder.embed(texts, purpose, signal);
    },
  },
});
