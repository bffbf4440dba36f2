/** Made as a sheet object, which no `style-src` of the page around concerns: there is no style in any markup. */
export const LOOK = `:host{display:block;max-width:40rem;padding:16px;border:1px solid #d9d2cc;border-radius:12px;background:#fff;color:#1f1a17;font:16px/1.5 system-ui,Roboto,sans-serif;overflow-wrap:anywhere}
:host([hidden]){display:none}
:host([framed]){padding:0;border:0;max-width:none}
h2,h3,p{margin:0 0 8px;font-size:1em}
h2{font-size:1.25em}
section{margin-top:16px}
small{font-size:.875em}
a,button{display:inline-flex;align-items:center;min-height:44px;padding:0 20px;border:0;border-radius:8px;background:#9f1c22;color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
time{font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse}
th,td{padding:6px 8px 6px 0;text-align:start;border-bottom:1px solid #d9d2cc}
fieldset{margin:0;padding:0;border:0}
label{display:flex;gap:12px;align-items:center;min-height:44px;padding:4px 0}
input{flex:none;width:20px;height:20px;accent-color:#9f1c22}`;
