/** Reads the command line and starts the appliance or one command. */
import { runCommandLine } from './cli/index.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  startAppliance: async (options) => {
    // Loaded on request: a command needs no web server.
    const { startAppliance } = await import('./appliance.ts');
    return await startAppliance(options);
  },
});
