// Package push takes publications to partners who do not come for them: it puts the
// files in a folder, or sends them to a server of SFTP whose key is known.
//
// At the other end a file appears whole or not at all, under its own name: it is
// written as .NAME.part, flushed to the disk where that can be asked for, measured,
// and renamed once all the files of the publication are there. Feeds are renamed
// after the other files, and last of all appears the file that says « all is there »,
// when one is asked for; that of the publication before is taken away first. What
// was cut leaves files ending in .part alone, which the next attempt overwrites.
//
// What is read from the shelf is compared with its SHA-256 on the way: what does not
// match is not renamed.
//
// An attempt that failed is made again after a while, less and less often, and given
// up after a number of them. Each is recorded as a journal.Push; one that succeeds
// as a journal.Fetch too, since the partner then has the feed. The feed that a place
// was given last is not sent there again.
package push
