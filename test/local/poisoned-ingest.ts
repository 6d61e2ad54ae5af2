import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { patientExtraction } from '../doubles/patient-extraction.ts';
import { ingestFolder } from './ingest-folder.ts';

// A process of its own: ingests a folder, and dies of whichever document holds the word.
const [home = '', folder = '', word = ''] = process.argv.slice(2);

const embedder = hashedWordsEmbedder();
const extraction = patientExtraction();

await ingestFolder(home, folder, {
  extraction,
  embedder: {
    ...embedder,
    embed: async (texts, purpose, signal) => {
      if (texts.some((text) => text.includes(word))) process.kill(process.pid, 'SIGKILL');
      return embedder.embed(texts, purpose, signal);
    },
  },
});
await extraction.close(); // Its thread would go on.
