// Package mail writes to people: to those who sent a delivery (it has arrived, what
// became of it), to the staff (the digest of a night), to the operators (alarms).
//
// Letters are made by pure functions from what the journal knows, in French, as text
// and as HTML that fetches nothing. Compose makes of one the bytes that go out, and
// Queue puts them in the spool of the store; Sender.Flush sends what waits there. A
// server that is down delays a mail and loses none.
//
// Nothing is sent twice. A letter has a key made of its kind, of what it is about
// and of the day or the run, and the spool keeps the first of each key. A worker
// claims a mail before it tries it, for longer than the attempt may last. One window
// is left, and no client of SMTP can close it: the server has accepted the message,
// and the process is killed, or the line cut, before MarkSent. The mail is then sent
// again when the claim ends, byte for byte the same: its Message-ID is made of its
// key, so that the receiving side may drop the double.
//
// A mail that cannot be sent makes no mail: what was given up is in the Result of
// Flush, for the log and the status.
package mail
