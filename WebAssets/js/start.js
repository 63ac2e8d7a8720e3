// What is to be read comes first: behaviour is fetched after the first paint. Until then forms and
// links work as they do without script. A page in the background paints nothing, and does not wait.

const connect = () => import("./page.js");

if (document.hidden) connect();
else requestAnimationFrame(() => setTimeout(connect));
