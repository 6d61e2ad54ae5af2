import { DocumentQuerySchema, UploadRequestSchema } from '#shared/contracts/api.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { emptyResponse, jsonResponse } from '#shared/runtime/http.ts';
import { httpHandler } from '#shared/runtime/http-handler.ts';
import { type DeletePorts, deleteDocument } from './delete-document.ts';
import { requestUpload, type UploadPorts } from './request-upload.ts';
import { listDocuments, type ShowPorts, showDocument } from './show-documents.ts';

/** The routes about documents: list, show, upload, delete. */
export const createHandler = (ports: ShowPorts & UploadPorts & DeletePorts & { readonly log: ActivityLog }) =>
  httpHandler(
    'documents',
    {
      'GET /v1/documents': async ({ caller, query, signal }) =>
        jsonResponse(200, await listDocuments(caller(), query(DocumentQuerySchema), ports, signal)),
      'GET /v1/documents/{id}': async ({ caller, id, signal }) =>
        jsonResponse(200, await showDocument(caller(), id, ports, signal)),
      'POST /v1/documents': async ({ caller, body, signal }) =>
        jsonResponse(201, await requestUpload(caller(), body(UploadRequestSchema), ports, signal)),
      'DELETE /v1/documents/{id}': async ({ caller, id, signal }) => {
        await deleteDocument(caller(), id, ports, signal);
        return emptyResponse();
      },
    },
    ports,
  );
