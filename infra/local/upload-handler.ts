import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptUpload } from '#shared/adapters/local/upload-forms.ts';
import { problemOf } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { LocalPorts } from './local-ports.ts';
import { readBody } from './read-body.ts';

/** Where the forms that `presignUpload` gives are sent. */
export const UPLOAD_PATH = '/uploads';

/** What the form's own fields may add to the file, in bytes. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** Takes the `multipart/form-data` POST that a presigned form asks for, as S3 does: 204, or a problem. */
export function uploadHandler({ uploads, store, settings }: LocalPorts) {
  const limit = settings.AFFIDAVIT_MAX_DOCUMENT_BYTES + FORM_OVERHEAD_BYTES;
  const accept = async (request: IncomingMessage) => {
    const body = await readBody(request, limit);
    if (body.length > limit) {
      throw new PipelineFailure('DocumentTooLarge', 'the upload is over the limit', { details: { limit } });
    }
    const form = await new Response(body, { headers: { 'content-type': request.headers['content-type'] ?? '' } })
      .formData()
      .catch((cause: unknown) => {
        throw new PipelineFailure('InputInvalid', 'the upload is not a form', { cause });
      });
    const file = form.get('file');
    if (!(file instanceof File)) throw new PipelineFailure('InputInvalid', 'the form holds no field `file`');
    const fields = Object.fromEntries(
      [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    await acceptUpload(store, uploads.verify(fields), new Uint8Array(await file.arrayBuffer()));
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    accept(request).then(
      () => response.writeHead(204).end(),
      (error: unknown) => {
        const failure =
          error instanceof PipelineFailure ? error : new PipelineFailure('Unexpected', 'the upload failed');
        const problem = problemOf(failure);
        response.writeHead(problem.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
      },
    );
  };
}
