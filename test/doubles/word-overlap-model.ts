import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * A cross-encoder that was not trained, as ONNX: of the question's tokens it counts those that stand in the passage (`Equal`,
 * `ReduceMax`, `ReduceSum` over ids, masked by token types). It takes what a BERT model takes and gives one number.
 */
const MODEL =
  'CAgSADqxBAoeCglpbnB1dF9pZHMKA3R3bxIBYSIJVW5zcXVlZXplCh4KCWlucHV0X2lkcwoDb25lEgFiIglVbnNxdWVlemUKEwoBYQoBYhIEc2Ft' +
  'ZSIFRXF1YWwKHgoEc2FtZRIFc2FtZWYiBENhc3QqCQoCdG8YAaABAgokCg50b2tlbl90eXBlX2lkcxIBdCIEQ2FzdCoJCgJ0bxgBoAECCiQKDmF0' +
  'dGVudGlvbl9tYXNrEgFtIgRDYXN0KgkKAnRvGAGgAQIKDgoBbQoBdBIBcSIDU3ViChcKAXEKA3R3bxICcTIiCVVuc3F1ZWV6ZQoXCgF0CgNvbmUS' +
  'AnQyIglVbnNxdWVlemUKEwoFc2FtZWYKAnEyEgF4IgNNdWwKDwoBeAoCdDISAXkiA011bAoyCgF5EgRiZXN0IglSZWR1Y2VNYXgqCwoEYXhlc0AC' +
  'oAEHKg8KCGtlZXBkaW1zGACgAQIKLwoEYmVzdAoDb25lEgZsb2dpdHMiCVJlZHVjZVN1bSoPCghrZWVwZGltcxgBoAECEgdvdmVybGFwKgwIARAH' +
  'OgEBQgNvbmUqDAgBEAc6AQJCA3R3b1ocCglpbnB1dF9pZHMSDwoNCAcSCQoCCAEKAxIBblohCg5hdHRlbnRpb25fbWFzaxIPCg0IBxIJCgIIAQoD' +
  'EgFuWiEKDnRva2VuX3R5cGVfaWRzEg8KDQgHEgkKAggBCgMSAW5iGAoGbG9naXRzEg4KDAgBEggKAggBCgIIAUIECgAQDQ==';

/** A folder with the model and a tokenizer, as somebody with weights at hand has one. */
export function wordOverlapModel() {
  const folder = temporaryFolder();
  const files = { modelPath: path.join(folder, 'model.onnx'), tokenizerPath: path.join(folder, 'tokenizer.json') };
  writeFileSync(files.modelPath, Buffer.from(MODEL, 'base64'));
  copyFileSync('models/bge-small-en-v1.5/tokenizer.json', files.tokenizerPath);
  return { folder, ...files };
}
