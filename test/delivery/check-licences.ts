import { integrityFaults, licenceFaults } from './licences.ts';
import { lockedPackages } from './packages.ts';

// `npm run check:licences`: every package of the lockfile comes under a licence that we take, with its bytes pinned.
const packages = lockedPackages();
const faults = [...licenceFaults(packages), ...integrityFaults(packages)];
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${packages.length} packages, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
