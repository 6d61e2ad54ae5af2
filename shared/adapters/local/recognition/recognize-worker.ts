import { answerRequests } from '../../portable/extraction/answer-requests.ts';
import { recognizeDocument } from './recognize-document.ts';

answerRequests(recognizeDocument);
