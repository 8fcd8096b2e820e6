// Prints the digest of each scenario: run in a process of its own by determinism.test.ts.
import { digest, scenarios } from './scenarios.ts';

for (const scenario of scenarios) console.log(`${digest(scenario)}  ${scenario.name}`);
