"""A server that speaks OpenAI's protocol and streams what a chat model could say: `python talker.py FILE [PORT]`.

Asked for AOIP it says a sentence that the study proves and then goes on and on; asked for anything else it says one such
sentence and two that the study does not bear out. FILE gets a letter for every word that was sent; the port is told first.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PROVEN = {
    True: "Melalui AOIP, Indonesia dapat memperkuat peran sebagai penjaga stabilitas di kawasan [1].",
    False: "Indonesia menjalin kemitraan dengan berbagai negara seperti Australia, Jepang, India, dan Prancis [1].",
}
INVENTED = "Indonesia bermitra dengan Jerman <b>sejak</b> 1950 [1]. Presiden Prancis adalah Emmanuel Macron [2]."


class Talker(BaseHTTPRequestHandler):
    """Answers every question at once, and then word by word."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["messages"][-1]["content"]
        endless = "AOIP bagi Indonesia" in asked
        more = "Selanjutnya " + "dan lagi " * 40 if endless else INVENTED
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for word in f"{PROVEN[endless]} {more}".split():
            self.say({"content": f"{word} "}, None)
            with Path(sys.argv[1]).open("a") as heard:
                heard.write(".")
            time.sleep(0.3 if endless and word in ("dan", "lagi") else 0.01)
        self.say({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def say(self, delta, ending):
        piece = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "talker"}
        choice = {"index": 0, "delta": {"role": "assistant"} | delta, "finish_reason": ending}
        self.wfile.write(f"data: {json.dumps(piece | {'choices': [choice]})}\n\n".encode())
        self.wfile.flush()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(*sys.argv[2:])), Talker)
    print(server.server_address[1], flush=True)
    server.serve_forever()
