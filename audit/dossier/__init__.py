"""The dossier: all that the log knows of one subject, in a ZIP that a stranger checks without us (`verify.py`).

manifest.json       {"v":1,"stream":s,"count":n,"files":{name: sha256 in hex}}, naming every other member
checkpoint          the signed checkpoint that every proof leads to
events.jsonl        the exact leaves, one a line
payload.jsonl       {"n":int,"salt":base64,"data":text} or {"n":int,"erased":true}, one a line
proofs/<n>.tlog-proof
attachments/…       files that a payload names by their SHA-256: attachments/evaluation-<n>.row is the evaluation document
                    as version n kept it, `skp-row-v1`, a zero byte, 32 bytes of salt and the row as canonical JSON;
                    evidence-<n>.row is what was recorded of a file, attachments/<its SHA-256>.<ending> the file
closed.json         {"v":1,"rows":[[table, key]]}: versions whose files are left out, because whoever the dossier is made
                    for may not see them; not there where there are none
heads.json          where the stream ended when the ends of all streams were last written down (audit/heads.py), and the
                    path to the root in that entry: {"v":1,"count":int,"head":hex,"index":int,"hashes":[base64],
                    "leaf":text,"salt":base64,"data":text}; not there before the first such entry
heads.tlog-proof    that the entry, `streams.heads`, is in the log
verify.py           a copy for convenience; whoever checks takes it from elsewhere
"""
