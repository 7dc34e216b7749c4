/** Saves a generated tree in a repository, as a process of its own, so that its memory can be measured: REPOSITORY LINKS IN-ONE-FOLDER. */
import { backup, openRepository, openStore } from '../../src/repository/index.ts';
import { PASSWORD } from './contenders.ts';
import { generatedTree } from './generated-tree.ts';

const [location, links, inOneFolder] = process.argv.slice(2);
const repository = await openRepository(openStore(location!), PASSWORD);
const source = generatedTree({ links: Number(links), inOneFolder: Number(inOneFolder) });
await backup(repository, source, { signal: new AbortController().signal, hostname: 'bench' });
