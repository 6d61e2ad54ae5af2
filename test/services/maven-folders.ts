import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { requireMaven } from './required-tools.ts';
import { servicesCache } from './services-cache.ts';

/** A folder that Maven fills with artifacts and what they need, or with what is in them. */
export interface MavenFolder {
  readonly path: string;
  /** `group:artifact:version`, and a type and a classifier where they are not `jar` and none. */
  readonly artifacts: readonly string[];
  /** `unpack` takes the artifacts apart, `copy` takes them with all that they need, `copy-alone` without. */
  readonly take: 'copy' | 'copy-alone' | 'unpack';
}

const run = promisify(execFile);

/**
 * Fetches what `folders` name from the Maven repository that this machine's Maven is set to.
 *
 * @throws PipelineFailure `DependencyUnavailable` when Maven is missing or an artifact cannot be had.
 */
export async function mavenFolders(folders: readonly MavenFolder[]): Promise<void> {
  await requireMaven();
  const project = await mkdtemp(join(tmpdir(), 'affidavit-maven-'));
  try {
    for (const [at, folder] of folders.entries()) {
      await mkdir(join(project, `m${at}`));
      await writeFile(join(project, `m${at}`, 'pom.xml'), modulePom(`m${at}`, folder));
    }
    await writeFile(join(project, 'pom.xml'), parentPom(folders.map((_, at) => `m${at}`)));
    const repository = `-Dmaven.repo.local=${join(servicesCache(), 'maven')}`;
    await run('mvn', ['-B', '-q', repository, '-f', join(project, 'pom.xml'), 'package']);
  } catch {
    throw new PipelineFailure('DependencyUnavailable', 'an artifact could not be fetched with mvn');
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** Version of the plugin that copies and unpacks, so that no run depends on what Maven takes for its default. */
const DEPENDENCY_PLUGIN = '3.6.1';

function modulePom(name: string, { path, artifacts, take }: MavenFolder): string {
  const goal = take === 'unpack' ? 'unpack-dependencies' : 'copy-dependencies';
  const alone = take === 'copy' ? '' : '<excludeTransitive>true</excludeTransitive>';
  const configuration = `<outputDirectory>${path}</outputDirectory>${alone}`;
  const execution = `<phase>package</phase><goals><goal>${goal}</goal></goals>`;
  return `<project><modelVersion>4.0.0</modelVersion>
<parent><groupId>services</groupId><artifactId>services</artifactId><version>1</version></parent>
<artifactId>${name}</artifactId><packaging>pom</packaging>
<dependencies>${artifacts.map(dependency).join('')}</dependencies>
<build><plugins><plugin><artifactId>maven-dependency-plugin</artifactId><version>${DEPENDENCY_PLUGIN}</version>
<executions><execution>${execution}<configuration>${configuration}</configuration></execution></executions>
</plugin></plugins></build></project>`;
}

function dependency(artifact: string): string {
  const [group, name, version, type = 'jar', classifier] = artifact.split(':');
  const kind = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`;
  const coordinates = `<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>`;
  return `<dependency>${coordinates}<type>${type}</type>${kind}</dependency>`;
}

function parentPom(modules: readonly string[]): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>services</groupId><artifactId>services</artifactId>
<version>1</version><packaging>pom</packaging>
<modules>${modules.map((name) => `<module>${name}</module>`).join('')}</modules></project>`;
}
