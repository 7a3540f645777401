export const agents = {
  title: 'Agents',
  connect: 'Connect an agent',
};
