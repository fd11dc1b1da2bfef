module github.com/carif-oref/passerelle

go 1.26
