import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Runs a BERT model on one text at a time. */
export interface BertSession {
  /**
   * The model's single output for these token ids, special tokens included: `width` numbers a token, one after another.
   * `types` says which belong to a second text; none does without it.
   */
  run(
    ids: readonly number[],
    types?: readonly number[],
  ): Promise<{ readonly values: Float32Array; readonly width: number }>;
}

/**
 * Opens a model file, on one thread: more threads are slower for models this small, and they would take the cores of
 * whatever runs beside it.
 *
 * Batches are of one text on purpose: with dynamic int8 weights a text's numbers depend on its neighbours in the batch.
 */
export async function openBertSession(modelPath: string): Promise<BertSession> {
  const session = await InferenceSession.create(modelPath, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });
  const [outputName = ''] = session.outputNames;

  return {
    run: async (ids, types = new Array<number>(ids.length).fill(0)) => {
      const shape = [1, ids.length];
      const outputs = await session.run({
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
        attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
        token_type_ids: new Tensor('int64', BigInt64Array.from(types, BigInt), shape),
      });
      const output = outputs[outputName];
      if (!(output?.data instanceof Float32Array))
        throw new TypeError('the model answers with something else than floats');
      return { values: output.data, width: output.data.length / ids.length };
    },
  };
}
