/** What the suite of a port is given: whose adapter it is, and how to make one. */
export interface PortSuite<Port> {
  readonly name: string;
  readonly create: () => Port | Promise<Port>;
}
