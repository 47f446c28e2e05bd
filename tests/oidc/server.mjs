// A real OpenID Connect server with three people; prints its address. REDIRECT names where they may be sent back to, SECRET the client's secret.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const groups = { lan: ["motcua-van-phong", "khac"], anson: ["motcua-an-son"], ketoan: ["ke-toan"] };

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "motcua", client_secret: process.env.SECRET, redirect_uris: [process.env.REDIRECT] }],
    claims: { openid: ["sub"], profile: ["preferred_username"], groups: ["groups"] },
    cookies: { keys: ["of this run"] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: groups[id] }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
