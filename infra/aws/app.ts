import { affidavitApp } from './affidavit-app.ts';

affidavitApp().synth();
