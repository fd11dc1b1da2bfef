// Package workbook reads .xlsx workbooks as raw rows with their exact place.
//
// The files are strangers': damaged by every program that writes workbooks, or
// hostile. So a file goes through three doors.
//
//  1. It is looked at as an archive: number, names and sizes of its parts.
//  2. The parts that hold cells are read once as a stream, to be sure of what
//     the library that comes next would pass over in silence: that the XML is
//     well formed to its end, that rows and cells are in order, that every
//     shared string exists, that no row or text is out of all proportion.
//  3. Only those parts are given to excelize, in a slim copy under names of our
//     own. Macros, links, images, styles and whatever else the archive holds
//     never reach it.
//
// A file that does not pass is an *Unreadable, which carries the finding for its
// sender. Nothing is followed, run or resolved outside the file.
package workbook
