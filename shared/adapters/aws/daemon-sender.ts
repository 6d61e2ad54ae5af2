import { createSocket, type Socket } from 'node:dgram';

/** Sends datagrams to an address such as `169.254.100.1:2000`. What cannot be sent is lost; nobody waits for it. */
export function daemonSender(address: string): (datagram: string) => void {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))];
  let socket: Socket | undefined;
  return (datagram) => {
    socket ??= quietSocket(); // At first need: loading a function opens nothing.
    socket.send(datagram, port, host, () => undefined);
  };
}

function quietSocket(): Socket {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  return socket.unref();
}
