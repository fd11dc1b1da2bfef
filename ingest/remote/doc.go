// Package remote fetches referentials and deliveries from http and https
// addresses into a folder, for a job that runs every night unattended.
//
// The last good file of a source stays in its place until a whole new one, that
// has passed every check, takes it by a rename: a run that fails, or is killed
// at any point, leaves a file that can be read and at most some rubbish that the
// next run uses or sweeps.
package remote
