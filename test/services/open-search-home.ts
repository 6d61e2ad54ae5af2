import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MavenFolder, mavenFolders } from './maven-folders.ts';

export const OPEN_SEARCH_VERSION = '2.19.1';

const LOG4J_VERSION = '2.21.0';

interface Module {
  readonly artifact: string;
  readonly className: string;
  readonly extended?: string;
}

/** The modules of a plain OpenSearch that its adapters may need: artifacts of `org.opensearch.plugin`. */
const MODULES: readonly Module[] = [
  { artifact: 'transport-netty4-client', className: 'transport.Netty4Plugin' },
  { artifact: 'lang-painless', className: 'painless.PainlessPlugin' },
  { artifact: 'analysis-common', className: 'analysis.common.CommonAnalysisPlugin', extended: 'lang-painless' },
  { artifact: 'reindex-client', className: 'index.reindex.ReindexPlugin' },
  { artifact: 'ingest-common', className: 'ingest.common.IngestCommonPlugin', extended: 'lang-painless' },
  { artifact: 'mapper-extras-client', className: 'index.mapper.MapperExtrasPlugin' },
  { artifact: 'lang-mustache-client', className: 'script.mustache.MustachePlugin' },
  { artifact: 'parent-join-client', className: 'join.ParentJoinPlugin' },
  { artifact: 'aggs-matrix-stats-client', className: 'search.aggregations.matrix.MatrixAggregationPlugin' },
  { artifact: 'rank-eval-client', className: 'index.rankeval.RankEvalPlugin' },
  { artifact: 'percolator-client', className: 'percolator.PercolatorPlugin' },
];

/** Plugins come whole, as archives with their descriptors. */
const PLUGINS = { 'opensearch-knn': 'opensearch-knn', 'opensearch-neural-search': 'neural-search' };

/** Lays out OpenSearch from Maven Central, as its own archive does, which no Maven repository holds. */
export async function layOutOpenSearch(home: string): Promise<void> {
  await mavenFolders([serverJars(home), ...moduleJars(home), ...pluginFolders(home)]);
  for (const module of MODULES) await finishModule(home, module);
  await mkdir(join(home, 'launch'));
  await writeFile(join(home, 'launch', 'Start.java'), LAUNCHER);
}

function serverJars(home: string): MavenFolder {
  const server = ['opensearch', 'opensearch-plugin-classloader'].map(
    (name) => `org.opensearch:${name}:${OPEN_SEARCH_VERSION}`,
  );
  const artifacts = [`org.apache.logging.log4j:log4j-core:${LOG4J_VERSION}`, ...server];
  return { path: join(home, 'lib'), artifacts, take: 'copy' };
}

function moduleJars(home: string): MavenFolder[] {
  return MODULES.map(({ artifact }) => ({
    path: moduleFolder(home, artifact),
    artifacts: [`org.opensearch.plugin:${artifact}:${OPEN_SEARCH_VERSION}`],
    take: 'copy',
  }));
}

function pluginFolders(home: string): MavenFolder[] {
  return Object.entries(PLUGINS).map(([folder, artifact]) => ({
    path: join(home, 'plugins', folder),
    artifacts: [`org.opensearch.plugin:${artifact}:${OPEN_SEARCH_VERSION}.0:zip`],
    take: 'unpack',
  }));
}

/** A module must not repeat a jar of the server, which refuses to start, and needs the descriptor that no jar holds. */
async function finishModule(home: string, { artifact, className, extended = '' }: Module): Promise<void> {
  const folder = moduleFolder(home, artifact);
  for (const jar of await readdir(folder)) if (existsSync(join(home, 'lib', jar))) await rm(join(folder, jar));
  const name = moduleName(artifact);
  const descriptor = {
    name,
    description: name,
    version: OPEN_SEARCH_VERSION,
    'opensearch.version': OPEN_SEARCH_VERSION,
    'java.version': '11',
    classname: `org.opensearch.${className}`,
    'extended.plugins': extended,
    'has.native.controller': 'false',
  };
  const lines = Object.entries(descriptor).map(([key, value]) => `${key}=${value}\n`);
  await writeFile(join(folder, 'plugin-descriptor.properties'), lines.join(''));
}

function moduleFolder(home: string, artifact: string): string {
  return join(home, 'modules', moduleName(artifact));
}

function moduleName(artifact: string): string {
  return artifact.replace(/-client$/, '');
}

/**
 * Starts the node itself: the same node, without the Java security manager, for whose policies the jars have no files.
 * Its arguments are the home and the folder of the configuration.
 */
const LAUNCHER = `import java.nio.file.*; import java.util.*;
public class Start { public static void main(String[] a) throws Exception {
  var settings = org.opensearch.common.settings.Settings.builder().put("path.home", a[0]).build();
  var environment = org.opensearch.node.InternalSettingsPreparer.prepareEnvironment(
    settings, Map.of(), Path.of(a[1]), () -> "node-1");
  org.opensearch.common.logging.LogConfigurator.setNodeName("node-1");
  org.opensearch.common.logging.LogConfigurator.configure(environment);
  var node = new org.opensearch.node.Node(environment);
  Runtime.getRuntime().addShutdownHook(new Thread(() -> {
    try { node.close(); } catch (Exception e) { e.printStackTrace(); }
  }));
  node.start();
  new java.util.concurrent.CountDownLatch(1).await();
} }
`;
