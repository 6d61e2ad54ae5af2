import { answerRequests } from './answer-requests.ts';
import { extractDocument } from './extract-document.ts';

answerRequests(extractDocument);
