import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layOutOpenSearch, OPEN_SEARCH_VERSION } from './open-search-home.ts';
import { requireJava } from './required-tools.ts';
import type { RunningServer } from './running-server.ts';
import { cachedFolder } from './services-cache.ts';
import { startJava } from './start-java.ts';

/**
 * Starts one node of OpenSearch with k-NN, without security and TLS, which its Maven artifacts do not have. An index of
 * vectors must name the engine `lucene`: the others need native libraries that are not there. `javaOptions` size its heap
 * and choose its compilers.
 *
 * @throws PipelineFailure `DependencyUnavailable` when Java, Maven or an artifact is missing.
 */
export async function startOpenSearch(javaOptions: readonly string[] = TEST_OPTIONS): Promise<RunningServer> {
  await requireJava();
  const home = await cachedFolder(`open-search-${OPEN_SEARCH_VERSION}`, layOutOpenSearch);
  return startJava({
    name: 'open-search',
    ports: 2,
    readyPath: '/_cluster/health?wait_for_status=yellow&timeout=5s',
    options: async (folder, [port = 0, transportPort = 0]) => {
      await writeConfiguration(folder, { port, transportPort });
      return [
        ...javaOptions,
        ...NEEDED_OPTIONS,
        '-cp',
        join(home, 'lib', '*'),
        join(home, 'launch', 'Start.java'),
        home,
        join(folder, 'config'),
      ];
    },
  });
}

/** Half a gigabyte of heap is the least on which every test passes; the compiler's first tier alone starts sooner. */
const TEST_OPTIONS = ['-Xms512m', '-Xmx512m', '-XX:+UseG1GC', '-XX:TieredStopAtLevel=1'];

const NEEDED_OPTIONS = [
  '-Djava.awt.headless=true',
  '-Dfile.encoding=UTF-8',
  '-Dlog4j2.disable.jmx=true',
  '-Dlog4j.shutdownHookEnabled=false',
  '-Dio.netty.noUnsafe=true',
  '-Djna.nosys=true',
  '--add-opens=java.base/java.io=ALL-UNNAMED',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
];

async function writeConfiguration(
  folder: string,
  { port, transportPort }: { readonly port: number; readonly transportPort: number },
): Promise<void> {
  const settings = {
    'cluster.name': 'affidavit-services',
    'node.name': 'node-1',
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': transportPort,
    'discovery.type': 'single-node',
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    // As on the small nodes of a domain. Source: Amazon OpenSearch Service developer guide, "Network limits".
    'http.max_content_length': '10mb',
    // A disk that is nearly full makes no index read-only here.
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  const config = join(folder, 'config');
  await mkdir(config);
  await writeFile(join(config, 'opensearch.yml'), lines(settings, ': '));
  await writeFile(join(config, 'log4j2.properties'), lines(LOGGING, ' = '));
}

const LOGGING = {
  status: 'error',
  'appender.console.type': 'Console',
  'appender.console.name': 'console',
  'appender.console.layout.type': 'PatternLayout',
  'appender.console.layout.pattern': '[%d{ISO8601}][%-5p][%-25c{1.}] %m%n',
  'rootLogger.level': 'info',
  'rootLogger.appenderRef.console.ref': 'console',
};

function lines(settings: Readonly<Record<string, unknown>>, separator: string): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}${separator}${value}\n`)
    .join('');
}
