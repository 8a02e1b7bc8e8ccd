package org.panjika.lists;

/**
 * @param partial the good lines are taken though others are rejected; otherwise all lines or none
 * @param preview everything is done and answered, nothing is kept
 */
public record ImportMode(boolean partial, boolean preview) {}
