"""A mail server that takes everything and writes down what it took, a line each: recipient, Message-ID, subject."""

import socketserver
import sys


class Conversation(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.converse()
        except OSError:
            pass  # whoever was killed says no goodbye

    def converse(self):
        self.say("220 stub")
        recipient = ""
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                content = []
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    content.append(part)
                else:
                    return  # cut off before its end: no mail
                self.server.note(recipient, content)
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            elif word == b"EHLO":
                self.say("250 8BITMIME")
            else:
                if word == b"RCPT":
                    recipient = line.decode().split("<")[1].split(">")[0]
                self.say("250 ok")


class Stub(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken = []

    @property
    def port(self):
        return self.server_address[1]

    def note(self, recipient, content):
        def header(name):
            found = [part for part in content if part.lower().startswith(name)]
            return found[0].decode().split(":", 1)[1].strip() if found else ""

        self.taken.append((recipient, header(b"message-id:"), header(b"subject:")))


if __name__ == "__main__":
    with Stub() as stub:
        print(stub.port, flush=True)
        stub.serve_forever()
        sys.exit(0)
