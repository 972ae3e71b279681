"""A listener as administrators write them, with what Supervisor gives them for it and nothing else.

It mails what ended unexpectedly, collected until the next tick, and restarts, through the daemon that it listens to,
what a client names; that it mails at once. Its arguments are the host and the port of the mail server.
"""
import os
import smtplib
import sys
from email.mime.text import MIMEText

from supervisor import childutils


class Warden:
    def __init__(self, host, port):
        self.server = (host, int(port))
        self.supervisor = childutils.getRPCInterface(os.environ).supervisor
        self.deaths = []

    def mail(self, subject, lines):
        message = MIMEText('\n'.join(lines))
        message['Subject'] = subject
        message['From'] = 'warden@example.org'
        message['To'] = 'admin@example.org'
        with smtplib.SMTP(*self.server) as server:
            server.sendmail(message['From'], [message['To']], message.as_string())

    def process_state_exited(self, fields, data):
        if not int(fields['expected']):
            self.deaths.append('%(groupname)s:%(processname)s was %(from_state)s' % fields)

    def tick_5(self, fields, data):
        if self.deaths:
            self.mail('died', self.deaths)
            self.deaths = []

    def remote_communication(self, fields, data):
        name = data.strip()
        before = self.supervisor.getProcessInfo(name)
        self.supervisor.stopProcess(name)
        self.supervisor.startProcess(name)
        after = self.supervisor.getProcessInfo(name)
        self.mail('restarted', ['%(group)s:%(name)s was %(statename)s' % before, 'and is %(statename)s' % after])

    def run(self):
        while True:
            headers, payload = childutils.listener.wait()
            fields, data = childutils.eventdata(payload + '\n')
            getattr(self, headers['eventname'].lower())(fields, data)
            childutils.listener.ok()


Warden(*sys.argv[1:]).run()
