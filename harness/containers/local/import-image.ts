import { spawn } from 'node:child_process';
import { getContainerRuntimeClient } from 'testcontainers';

/** Whether the container runtime has an image of this name. */
export async function hasImage(image: string): Promise<boolean> {
  const { container } = await getContainerRuntimeClient();
  const found = await container.dockerode.listImages({ filters: { reference: [image] } });
  return found.length > 0;
}

/** Makes an image of the files of a folder. @param image name with tag; one of our own, never a publisher's */
export async function importImage(folder: string, image: string): Promise<void> {
  const { container } = await getContainerRuntimeClient();
  const [repo, tag] = image.split(':');
  const tar = spawn('tar', ['-C', folder, '-c', '.'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) => resolve(code ?? 1));
  });
  const answer = await container.dockerode.importImage(tar.stdout, { repo, tag });
  let told = '';
  for await (const chunk of answer) told += String(chunk);
  if ((await ended) !== 0) throw new Error(`tar could not read ${folder}: ${said.trim()}`);
  if (told.includes('"error"')) throw new Error(`the image ${image} could not be imported: ${told.trim()}`);
}
