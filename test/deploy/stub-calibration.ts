/** What fits the stand-in for Titan, which embeds otherwise than Titan does. Written by fit-calibration.ts. */
export const STUB_CALIBRATION = new URL('stub-calibration.json', import.meta.url);
